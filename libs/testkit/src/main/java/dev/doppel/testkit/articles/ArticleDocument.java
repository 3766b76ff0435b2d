package dev.doppel.testkit.articles;

/**
 * One YAML document of an article.
 *
 * @param article file name of the article
 * @param number from 1 over all articles, in their order
 * @param line from 1, where it begins in the article
 * @param kind what it is
 * @param file the file name its first comment gives, such as {@code .dokkimi/shared/mock-stripe-slow.yaml}; {@code ""} = none
 * @param text the document as printed, without surrounding blank lines
 */
public record ArticleDocument(String article, int number, int line, Kind kind, String file, String text) {
    /** The shapes found in the articles. */
    public enum Kind {
        /** Has a name and items: runs as it is. */
        DEFINITION,
        /** A map that holds only {@code items}. */
        ITEMS,
        /** A map that holds only {@code assertions} of a step. */
        BLOCKS,
        /** A list of items. */
        ITEM_LIST,
        /** A single item, meant for {@code $ref}. */
        FRAGMENT
    }

    @Override
    public String toString() {
        return article + ":" + line + " (" + kind + ")";
    }
}
