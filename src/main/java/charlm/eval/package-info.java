/**
 * Answers of a trained model. {@link charlm.eval.PlaceEvaluator} asks all questions of a file and {@link
 * charlm.eval.Score}s the answers; {@link charlm.eval.QuestionAnswerer} asks one and gives the probabilities. Both put
 * questions as {@link charlm.eval.QuestionFormat} says and continue them with a {@link charlm.eval.Generator}, which
 * decodes batches of sequences ({@link charlm.eval.BatchDecoder}) and takes tokens by a {@link charlm.eval.Sampler}.
 * {@link charlm.eval.Comparison} tests two sets of answers, {@link charlm.eval.ConstantBaseline} is the score to beat.
 */
package charlm.eval;
