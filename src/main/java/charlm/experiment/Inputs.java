package charlm.experiment;

import charlm.checkpoint.Checkpoint;
import charlm.checkpoint.ConfigResolver;
import charlm.data.Corpus;
import charlm.data.InputException;
import charlm.data.Vocabulary;
import charlm.model.LanguageModel;
import charlm.model.RequestedShape;
import charlm.nn.ModelConfig;
import charlm.tensor.Engine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** A corpus with its vocabulary, the checkpoint to start from, if any, and the shape of the model. */
public record Inputs(Corpus corpus, Vocabulary vocabulary, Optional<Checkpoint> checkpoint, ModelConfig config) {

    /** Reads both files and checks that they fit each other and the typed flags. */
    public static Inputs read(Path corpusPath, Optional<Path> parameters, RequestedShape shape) {
        Corpus corpus = Corpus.read(corpusPath);
        Vocabulary vocabulary = Vocabulary.of(corpus);
        Optional<Checkpoint> checkpoint = parameters.map(Checkpoint::read);
        checkpoint.ifPresent(file -> file.vocabulary()
                .ifPresent(stored -> requireSameVocabulary(file.file(), stored, corpusPath, vocabulary)));
        ModelConfig config = checkpoint
                .map(file -> ConfigResolver.resolve(file, shape, OptionalInt.of(vocabulary.size())))
                .orElseGet(() -> shape.fresh(vocabulary.size()));
        return new Inputs(corpus, vocabulary, checkpoint, config);
    }

    /** Throws {@link InputException} with the difference unless the corpus has the vocabulary of the checkpoint. */
    static void requireSameVocabulary(Path parameters, Vocabulary stored, Path corpus, Vocabulary vocabulary) {
        if (!stored.equals(vocabulary)) {
            throw new InputException(
                    corpus,
                    "is not the corpus that " + parameters + " was trained on: "
                            + vocabulary.describeDifference("the corpus", stored, "the checkpoint")
                            + "; name the same corpus");
        }
    }

    /** Returns the model, with the file's parameters or fresh ones. */
    public LanguageModel model(Engine engine, double dropout, long seed) {
        LanguageModel model = LanguageModel.create(config, engine, dropout);
        checkpoint.ifPresentOrElse(
                file -> file.loadInto(model), () -> model.parameters().initialize(seed));
        return model;
    }
}
