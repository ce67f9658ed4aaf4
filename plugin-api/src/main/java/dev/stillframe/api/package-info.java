// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between Stillframe and a <em>writer</em>: a plugin that can quiesce, describe and validate one kind of
 * application.
 *
 * <p>A vendor implements {@link dev.stillframe.api.WriterFactory}, {@link dev.stillframe.api.Writer} and {@link
 * dev.stillframe.api.Participant}, and {@link dev.stillframe.api.Freezable} where the application can be held still.
 * What is optional is a capability of its own that the factory implements as well: {@link dev.stillframe.api.Restores},
 * {@link dev.stillframe.api.Diagnoses}, {@link dev.stillframe.api.ChecksFiles}.
 *
 * <p>Interfaces that the host implements ({@link dev.stillframe.api.Cycle}, {@link dev.stillframe.api.Guard}, {@link
 * dev.stillframe.api.WriterContext}, {@link dev.stillframe.api.BackupImage}, {@link dev.stillframe.api.ImageFile}, {@link
 * dev.stillframe.api.Deadline}, {@link dev.stillframe.api.Processes}) are not for implementation by plugins and may gain
 * methods. Interfaces that vendors implement gain default methods only. Everything but images is plain data, so that a
 * writer can run in another process.
 *
 * <p>Every call is made with the plugin's own class loader as the thread's context class loader. Unless a method says
 * otherwise, an interrupt means that the host has stopped waiting: give up soon and leave the thread's interrupt flag
 * set; whatever the call had achieved is undone by {@link dev.stillframe.api.Participant#abort()}.
 */
@NullMarked
package dev.stillframe.api;

import org.jspecify.annotations.NullMarked;
