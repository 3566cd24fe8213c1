/**
 * Benchmarks: times training steps, evaluation and start-up, counts floating-point operations and profiles the engine.
 *
 * <p>The way in is {@link charlm.bench.Bench}; {@link charlm.bench.BenchText} and {@link charlm.bench.BenchJson} print its
 * report. {@link charlm.bench.SelfTest} checks that every engine works and agrees with the others.
 */
package charlm.bench;
