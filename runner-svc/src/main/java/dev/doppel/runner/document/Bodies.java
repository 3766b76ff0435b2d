package dev.doppel.runner.document;

import dev.doppel.contract.exchange.CapturedBody;

/** Where the bytes of captured bodies are had. */
@FunctionalInterface
public interface Bodies {
    /**
     * The captured bytes.
     *
     * @throws LostBody when they cannot be had
     */
    byte[] bytes(CapturedBody body);

    /** A body that was captured but is not to be had: evidence was lost. */
    final class LostBody extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LostBody(String message) {
            super(message);
        }
    }

    /** Bodies that lie in their records; one that does not is lost evidence. */
    Bodies INLINE = body -> {
        byte[] bytes = body.bytes();
        if (bytes == null) {
            throw new LostBody("the body of " + body.size() + " bytes lies in a blob that is not here");
        }
        return bytes;
    };
}
