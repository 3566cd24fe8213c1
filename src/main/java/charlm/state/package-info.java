/**
 * Training states: everything that a run saves in order to resume exactly.
 *
 * <p>{@link charlm.state.StateFolder} keeps the last two states of a run in {@code X.state/}, each as tensors, numbers and a
 * manifest; a state whose manifest does not verify is never used. {@link charlm.state.TrainingState} is one state in memory,
 * {@code StateCodec} its form as files.
 */
package charlm.state;
