// SPDX-License-Identifier: Apache-2.0
/**
 * The guard: knows how each hold can be undone from outside the writer, and does it when the host's own calls do not.
 *
 * <p>In this version the guard lives in the host's process. What it covers: a writer that throws, hangs, lies or comes
 * late, and the end of the JVM while its shutdown hooks run. What it does not cover yet: between a {@code kill -9} (or
 * a JVM that no longer runs, for example because it waits for a filesystem it froze) and the next {@code recover},
 * nobody undoes a hold; actions that were armed inside the frozen window are then lost, those armed in prepare are in
 * the journal. {@link dev.stillframe.api.ThawAction.EndWriterProcess} cannot be done while writers live in the host's own
 * process: abort, which always comes before, is then all that ends their sessions. A guard process of its own closes that gap behind {@link dev.stillframe.guard.GuardLine}.
 */
@NullMarked
package dev.stillframe.guard;

import org.jspecify.annotations.NullMarked;
