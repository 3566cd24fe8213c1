package charlm.cli;

import picocli.CommandLine.Option;

/** What all three of the reference's commands accept, whether they use it or not. */
final class RateOptions {
    @Option(
            names = {"--pretrain_lr", "--pretrain-lr"},
            paramLabel = "RATE",
            defaultValue = "6e-3",
            description = "Learning rate of pretraining (default: ${DEFAULT-VALUE}).")
    private double pretrainRate;

    @Option(
            names = {"--finetune_lr", "--finetune-lr"},
            paramLabel = "RATE",
            defaultValue = "6e-4",
            description = "Learning rate of finetuning (default: ${DEFAULT-VALUE}).")
    private double finetuneRate;

    @Option(
            names = {"--tb_expt_name", "--tb-expt-name"},
            paramLabel = "NAME",
            defaultValue = "run",
            description = "Name of the run in TensorBoard (default: ${DEFAULT-VALUE}).")
    private String experimentName;

    double pretrainRate() {
        return pretrainRate;
    }

    double finetuneRate() {
        return finetuneRate;
    }

    String experimentName() {
        return experimentName;
    }
}
