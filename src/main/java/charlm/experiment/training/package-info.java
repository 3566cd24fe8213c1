/** Pretraining and finetuning from files to a file: plan, run, save, resume, evaluate during training. */
package charlm.experiment.training;
