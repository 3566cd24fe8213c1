package charlm.tensor.onednn;

import charlm.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights in the type of the activations they are multiplied with. Copies of a network's flat parameter buffer are kept
 * and renewed when it changes, so that the many products of a step share one conversion; any other matrix is converted
 * at each use.
 */
final class WeightCopies {
    private final Conversions conversions;
    private final Scratch scratch = new Scratch(DataType.BFLOAT16);
    private final List<Tensor> views = new ArrayList<>();
    private final List<Tensor> viewsOf = new ArrayList<>();
    private Tensor flat;
    private Tensor copy;

    WeightCopies(Conversions conversions) {
        this.conversions = conversions;
    }

    /** Renews the copies of {@code parameters}, a flat buffer or, once that is known, a stretch of it. */
    void renew(Tensor parameters) {
        if (flat == null || flat.storage() != parameters.storage()) {
            keep(parameters);
        }
        conversions.convert(parameters, stretch(parameters));
    }

    /** Returns whether {@code parameters} lie in the buffer whose copies are kept. */
    boolean holds(Tensor parameters) {
        return flat != null && flat.storage() == parameters.storage();
    }

    private void keep(Tensor parameters) {
        flat = parameters;
        copy = Tensor.over(Nd4j.create(DataType.BFLOAT16, parameters.length()), 0, parameters.length());
        views.clear();
        viewsOf.clear();
    }

    private Tensor stretch(Tensor parameters) {
        return parameters == flat ? copy : view(parameters);
    }

    /** Returns {@code weight}, or its values in {@code type}, valid until the next call. */
    Tensor in(DataType type, Tensor weight) {
        if (weight.dataType() == type) {
            return weight;
        }
        if (holds(weight) && weight.isContiguous()) {
            return view(weight);
        }
        Tensor converted = scratch.matrix(weight.dim(0), weight.dim(1));
        conversions.convert(weight, converted);
        return converted;
    }

    private Tensor view(Tensor weight) {
        for (int i = 0; i < views.size(); i++) {
            if (viewsOf.get(i) == weight) {
                return views.get(i);
            }
        }
        Tensor fresh = copy.slice(weight.offset() - flat.offset(), weight.shape());
        views.add(fresh);
        viewsOf.add(weight);
        return fresh;
    }
}
