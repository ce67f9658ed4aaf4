// SPDX-License-Identifier: Apache-2.0
/** A repository in a local folder, which may be a shared one. */
@NullMarked
package dev.stillframe.store.local;

import org.jspecify.annotations.NullMarked;
