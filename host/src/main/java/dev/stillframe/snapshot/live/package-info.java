// SPDX-License-Identifier: Apache-2.0
/** No snapshot: the files themselves, read while they change. */
@NullMarked
package dev.stillframe.snapshot.live;

import org.jspecify.annotations.NullMarked;
