// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: arguments in, results on the standard output, everything else on the standard error, an exit code.
 * Each command asks one use case and shows its answer, as text or as JSON (documented in {@code docs/json.md}).
 */
@NullMarked
package dev.stillframe.cli;

import org.jspecify.annotations.NullMarked;
