/** The files a project consists of: trees, ignore rules, target arguments, bundles. */
@NullMarked
package dev.doppel.definition.files;

import org.jspecify.annotations.NullMarked;
