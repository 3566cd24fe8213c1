/** The demo: the main experiment on invented people, small enough for two minutes. */
package charlm.experiment.demo;
