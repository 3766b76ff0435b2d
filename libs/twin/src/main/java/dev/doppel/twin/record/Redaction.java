package dev.doppel.twin.record;

import com.google.re2j.Pattern;
import dev.doppel.twin.value.SafePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What counts as a secret. Immutable.
 *
 * @param words a header, parameter, field or element whose name contains one of these (case, "-" and "_" aside) holds a secret
 * @param exempt names that look so and hold none
 * @param patterns text of this form is a secret wherever it stands
 * @param values texts that are secrets wherever they stand, in whatever encoding
 */
public record Redaction(List<String> words, List<String> exempt, List<Pattern> patterns, List<String> values) {
    /** What stands in the place of a secret. */
    public static final String MARK = "[redacted]";

    private static final List<String> FORMS = List.of(
            // JSON web tokens
            "eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}\\.?[A-Za-z0-9_.-]*",
            // keys that vendors mark by their beginning
            "\\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9_]{3,}",
            "\\bwhsec_[A-Za-z0-9+/=_-]{6,}",
            "\\bsk-[A-Za-z0-9_-]{16,}",
            "\\b(?:ghp|gho|ghu|ghs|ghr|glpat|npm|pat)[_-][A-Za-z0-9_]{16,}",
            "\\bgithub_pat_[A-Za-z0-9_]{20,}",
            "\\bxox[abeoprs]-[A-Za-z0-9-]{8,}",
            "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b",
            "\\bAIza[A-Za-z0-9_-]{30,}",
            "\\bSG\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}",
            "\\bya29\\.[A-Za-z0-9_-]{10,}",
            "(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
            // credentials in a text or URL
            "(?i)\\b(?:bearer|basic|digest|negotiate)\\s+[A-Za-z0-9+/=._~-]{8,}",
            "://[^/\\s:@\"]+:[^/\\s@\"]+@");

    public Redaction {
        words = words.stream().map(Redaction::folded).toList();
        exempt = exempt.stream().map(Redaction::folded).toList();
        patterns = List.copyOf(patterns);
        values = values.stream().filter(v -> !v.isEmpty()).toList();
    }

    /** Credentials, session and card data by name, keys of well-known vendors by form. Card numbers are always looked for. */
    public static Redaction defaults() {
        List<Pattern> patterns = new ArrayList<>();
        for (String form : FORMS) {
            patterns.add(Pattern.compile(form));
        }
        return new Redaction(
                List.of(
                        "authorization",
                        "authenticate",
                        "cookie",
                        "password",
                        "passwd",
                        "passphrase",
                        "pwd",
                        "secret",
                        "token",
                        "apikey",
                        "accesskey",
                        "privatekey",
                        "signingkey",
                        "encryptionkey",
                        "credential",
                        "session",
                        "signature",
                        "cardnumber",
                        "cvc",
                        "cvv",
                        "ssn",
                        "socialsecurity",
                        "iban",
                        "otp",
                        "authcode",
                        "assertion",
                        "xauth",
                        "csrf",
                        "xsrf",
                        "jwt"),
                List.of(
                        "max_tokens",
                        "total_tokens",
                        "prompt_tokens",
                        "completion_tokens",
                        "input_tokens",
                        "output_tokens",
                        "cached_tokens",
                        "reasoning_tokens",
                        "audio_tokens",
                        "page_token",
                        "next_page_token",
                        "PageToken",
                        "token_type",
                        "token_count",
                        "cvc_check",
                        "session_count"),
                patterns,
                List.of());
    }

    /** Also this word in names. */
    public Redaction withWord(String word) {
        return new Redaction(plus(words, word), exempt, patterns, values);
    }

    /** Also text of this form; an {@link IllegalArgumentException} when the expression is not usable (RE2). */
    public Redaction withPattern(String regex) {
        Pattern pattern = SafePattern.compile(regex);
        if (pattern == null) {
            throw new IllegalArgumentException("not a usable RE2 expression: " + regex);
        }
        return new Redaction(words, exempt, plus(patterns, pattern), values);
    }

    /** Also this very text. */
    public Redaction withValue(String secret) {
        return new Redaction(words, exempt, patterns, plus(values, secret));
    }

    private static <T> List<T> plus(List<T> list, T more) {
        List<T> out = new ArrayList<>(list);
        out.add(more);
        return out;
    }

    /** Does a name say that its value is a secret? */
    boolean secret(String name) {
        String folded = folded(name);
        return !exempt.contains(folded)
                && (folded.equals("pin")
                        || folded.equals("auth")
                        || folded.equals("key") && name.length() == 3
                        || words.stream().anyMatch(folded::contains));
    }

    private static String folded(String name) {
        StringBuilder out = new StringBuilder();
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != '-' && c != '_' && c != '.' && c != ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }
}
