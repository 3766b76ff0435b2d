package dev.doppel.matching.mock;

import java.nio.charset.StandardCharsets;

/** Normal form of raw paths (spec 4.3): unreserved characters decoded, hex upper case, all else as it is. */
final class PathCoding {
    private static final String HEX = "0123456789ABCDEF";

    private PathCoding() {}

    /** The normal form of a path without query; characters that no URL holds are percent-encoded. */
    static String normalize(String path) {
        if (isNormal(path)) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length() + 16);
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length() && hex(path, i) >= 0) {
                int value = hex(path, i);
                if (isUnreserved((char) value)) {
                    out.append((char) value);
                } else {
                    encode(out, value);
                }
                i += 3;
            } else if (c > ' ' && c < 0x7f) {
                out.append(c);
                i++;
            } else {
                int codePoint = path.codePointAt(i);
                int length = Character.charCount(codePoint);
                for (byte b : path.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
                    encode(out, b & 0xff);
                }
                i += length;
            }
        }
        return out.toString();
    }

    private static boolean isNormal(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c <= ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static int hex(String path, int percent) {
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static void encode(StringBuilder out, int value) {
        out.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
