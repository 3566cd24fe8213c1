/**
 * Whole experiments, as a command line or a Java program starts them: read the inputs, check the outputs, build, train or
 * evaluate, write.
 */
package charlm.experiment;
