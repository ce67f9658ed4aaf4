// SPDX-License-Identifier: Apache-2.0
/** The documents of restic's repository format as values, and their JSON. Source: restic's doc/design.rst. */
@NullMarked
package dev.stillframe.store.restic.format;

import org.jspecify.annotations.NullMarked;
