package dev.doppel.definition.local;

import dev.doppel.definition.files.Glob;
import java.util.List;
import java.util.Optional;

/** The entries of a mapping file; the first whose pattern matches an image counts. Immutable. */
public record LocalImages(List<LocalImage> images) {
    /** No mapping. */
    public static final LocalImages NONE = new LocalImages(List.of());

    public LocalImages {
        images = List.copyOf(images);
    }

    /** What runs for an image reference such as {@code shop/payment:1.2}. */
    public Optional<LocalImage> find(String image) {
        return images.stream()
                .filter(entry -> Glob.of(entry.match(), Glob.Dialect.NAME).matches(image))
                .findFirst();
    }
}
