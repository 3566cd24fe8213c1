/** JMH benchmarks of the engines' operations, built and run by the Maven profile {@code jmh} alone. */
package charlm.jmh;
