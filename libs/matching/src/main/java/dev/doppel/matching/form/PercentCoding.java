package dev.doppel.matching.form;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decoding of form text: {@code %XX} and {@code +}; broken sequences stay as they are. */
final class PercentCoding {
    private PercentCoding() {}

    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '%' && value(text, i) >= 0) {
                ByteArrayOutputStream run = new ByteArrayOutputStream();
                while (i < text.length() && text.charAt(i) == '%' && value(text, i) >= 0) {
                    run.write(value(text, i));
                    i += 3;
                }
                out.append(run.toString(StandardCharsets.UTF_8));
            } else {
                out.append(c == '+' ? ' ' : c);
                i++;
            }
        }
        return out.toString();
    }

    private static int value(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
