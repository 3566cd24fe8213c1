/**
 * The layout of a GPT-2 of Hugging Face, which the vanilla decoder is, with exact GELU and an untied head: a folder with
 * config, tokenizer and tensors, to write and to read.
 *
 * <p>{@link charlm.checkpoint.huggingface.HuggingFaceFolder} reads and writes the folder, {@code GptTwoConfig} its config.json,
 * {@code CharacterTokenizer} its tokenizer.json, and {@link charlm.checkpoint.huggingface.GptTwoTensors} names and
 * transposes the tensors.
 */
package charlm.checkpoint.huggingface;
