package dev.doppel.scheduler.kubernetes.objects;

import java.util.List;

/** Where images are pulled from: the registry rewrite rules of an installation. Pure. */
public final class ImageReferences {
    private static final String HUB = "docker.io/";
    private final List<Rule> rules;

    private record Rule(String from, String to) {}

    /**
     * @param rules {@code from=to}
     * @throws IllegalArgumentException when a rule has another form
     */
    public ImageReferences(List<String> rules) {
        this.rules = rules.stream()
                .map(text -> {
                    int at = text.indexOf('=');
                    if (at < 1) {
                        throw new IllegalArgumentException("doppel.scheduler.kubernetes.images.rewrite: '" + text
                                + "' must be from=to, such as docker.io/=mirror.example/hub/");
                    }
                    return new Rule(
                            text.substring(0, at).strip(),
                            text.substring(at + 1).strip());
                })
                .toList();
    }

    /** The reference to pull; a rule is for its beginning as it was written, or with its registry. One that no rule matches stays. */
    public String rewritten(String image) {
        String full = full(image);
        for (Rule rule : rules) {
            if (image.startsWith(rule.from())) {
                return rule.to() + image.substring(rule.from().length());
            }
            if (full.startsWith(rule.from())) {
                return rule.to() + full.substring(rule.from().length());
            }
        }
        return image;
    }

    /** With registry: {@code postgres:15} is {@code docker.io/library/postgres:15}. */
    static String full(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return HUB + "library/" + image;
        }
        String first = image.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        return registry ? image : HUB + image;
    }
}
