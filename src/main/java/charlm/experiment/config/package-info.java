/** What a user can set for a run, with the defaults of each task and recipe. */
package charlm.experiment.config;
