package charlm.bench;

import charlm.data.demo.DemoCorpus;
import java.nio.file.Path;
import java.util.List;

/** The files to read: those of the real data, or those of the demo. */
public record BenchFiles(Path corpus, Path train, Path dev) {
    /** Returns the files of a folder with the reference's data, existing or not. */
    public static BenchFiles real(Path folder) {
        return new BenchFiles(
                folder.resolve("wiki.txt"), folder.resolve("birth_places_train.tsv"), folder.resolve("birth_dev.tsv"));
    }

    static BenchFiles demo(Path folder) {
        return new BenchFiles(
                folder.resolve(DemoCorpus.CORPUS_FILE),
                folder.resolve(DemoCorpus.TRAIN_FILE),
                folder.resolve(DemoCorpus.DEV_FILE));
    }

    /** Returns those that {@code workloads} read. */
    public List<Path> neededFor(List<Workload> workloads) {
        return workloads.stream()
                .flatMap(workload -> switch (workload) {
                    case PRETRAIN -> List.of(corpus).stream();
                    case FINETUNE -> List.of(corpus, train).stream();
                    case EVALUATE -> List.of(corpus, dev).stream();
                })
                .distinct()
                .toList();
    }
}
