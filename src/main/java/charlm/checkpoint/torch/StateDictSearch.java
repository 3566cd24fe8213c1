package charlm.checkpoint.torch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the one state dict in what a file holds: that itself or, beside harmless entries, a dict within it. */
final class StateDictSearch {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_SHOWN = 5;

    private final String marker;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Place> open = new ArrayDeque<>();

    /** Something within the file, under {@code key} of the container {@code within}; the whole lies in none. */
    private record Place(Place within, Object key, int depth, Object value) {

        /** Returns the way to it as Python writes it, empty for the whole. */
        String path() {
            if (within == null) {
                return "";
            }
            return within.path() + (key instanceof String ? "[\"" + key + "\"]" : "[" + key + "]");
        }
    }

    /**
     * A state dict.
     *
     * @param notes what was left out to get there
     */
    record Found(Map<String, TensorView> tensors, List<String> notes) {}

    private StateDictSearch(String marker) {
        this.marker = marker;
    }

    /**
     * Returns the dict in which a tensor's name ends in {@code marker}; where none does, the whole if it is a dict of
     * tensors. Throws {@link PickleException} where there is no such dict or more than one.
     */
    static Found find(Object root, String marker) {
        List<Place> found = new StateDictSearch(marker).candidates(root);
        if (found.size() > 1) {
            throw new PickleException("it holds " + found.size() + " state dicts, "
                    + String.join(", ", found.stream().map(Place::path).toList())
                    + "; save one of them: torch.save(checkpoint" + found.get(0).path() + ", \"model.pt\")");
        }
        if (found.isEmpty()) {
            return new Found(allTensors(root, marker), List.of());
        }
        Place place = found.get(0);
        List<String> notes = new ArrayList<>();
        if (!place.path().isEmpty()) {
            notes.add("took its entry " + place.path());
        }
        return new Found(tensors((Map<?, ?>) place.value(), notes), notes);
    }

    private List<Place> candidates(Object root) {
        List<Place> found = new ArrayList<>();
        visit(null, null, root);
        while (!open.isEmpty()) {
            Place place = open.remove();
            if (place.value() instanceof Map<?, ?> map) {
                if (map.entrySet().stream().anyMatch(this::isMarked)) {
                    found.add(place);
                }
                map.forEach((key, value) -> visit(place, key, value));
            } else if (place.value() instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    visit(place, i, list.get(i));
                }
            }
        }
        return found;
    }

    /** Visits a container once, however many ways lead to it: a list may hold itself. */
    private void visit(Place within, Object key, Object value) {
        int depth = within == null ? 0 : within.depth() + 1;
        boolean filled =
                value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
        if (filled && depth <= MAX_DEPTH && seen.add(value)) {
            open.add(new Place(within, key, depth, value));
        }
    }

    private boolean isMarked(Map.Entry<?, ?> entry) {
        return entry.getKey() instanceof String name && name.endsWith(marker) && entry.getValue() instanceof TensorView;
    }

    private static Map<String, TensorView> tensors(Map<?, ?> dict, List<String> notes) {
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        dict.forEach((key, value) -> {
            if (key instanceof String name && value instanceof TensorView view) {
                tensors.put(name, view);
            } else {
                skipped.add(String.valueOf(key));
            }
        });
        if (!skipped.isEmpty()) {
            notes.add("skipped its entries that are no tensors: "
                    + String.join(", ", skipped.subList(0, Math.min(MAX_SHOWN, skipped.size())))
                    + (skipped.size() > MAX_SHOWN ? ", ..." : ""));
        }
        return tensors;
    }

    private static Map<String, TensorView> allTensors(Object root, String marker) {
        if (!(root instanceof Map<?, ?> dict)) {
            throw new PickleException("it holds no state dict" + TorchGlobals.WAY_OUT);
        }
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            if (!(entry.getKey() instanceof String) || !(entry.getValue() instanceof TensorView)) {
                throw new PickleException("its entry " + entry.getKey() + " is no tensor, and no dict in it holds "
                        + marker + TorchGlobals.WAY_OUT);
            }
        }
        return tensors(dict, new ArrayList<>());
    }
}
