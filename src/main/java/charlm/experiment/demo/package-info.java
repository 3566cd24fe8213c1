/** The demo: the main experiment on invented people. */
package charlm.experiment.demo;
