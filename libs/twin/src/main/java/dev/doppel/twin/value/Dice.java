package dev.doppel.twin.value;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Seeded choice: the same seed and the same calls give the same values on every JVM. Confined to one thread. */
public final class Dice {
    private static final String HEX = "0123456789abcdef";
    private static final String ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A seed from a base seed and texts, equal on every node (FNV-1a, then mixed). */
    public static long seed(long base, String... parts) {
        long h = 0xcbf29ce484222325L ^ base;
        for (String part : parts) {
            for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
                h = (h ^ (b & 0xff)) * 0x100000001b3L;
            }
            h = (h ^ 0xff) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }

    public int below(int bound) {
        return bound <= 1 ? 0 : random.nextInt(bound);
    }

    /** Inclusive on both ends. */
    public long between(long min, long max) {
        return min >= max ? min : max == Long.MAX_VALUE ? random.nextLong(min, max) : random.nextLong(min, max + 1);
    }

    public double unit() {
        return random.nextDouble();
    }

    public long next() {
        return random.nextLong();
    }

    public boolean chance(double probability) {
        return probability >= 1 || (probability > 0 && random.nextDouble() < probability);
    }

    public String hex(int length) {
        return from(HEX, length);
    }

    public String alphanumeric(int length) {
        return from(ALNUM, length);
    }

    public String from(String alphabet, int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    /** A version 4 UUID, lower case. */
    public String uuid() {
        String h = hex(32);
        return h.substring(0, 8) + "-" + h.substring(8, 12) + "-4" + h.substring(13, 16) + "-" + "89ab".charAt(below(4))
                + h.substring(17, 20) + "-" + h.substring(20);
    }

    @SafeVarargs
    public final <T> T one(T... choices) {
        return choices[below(choices.length)];
    }
}
