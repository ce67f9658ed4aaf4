// SPDX-License-Identifier: Apache-2.0
/** What the snapshot providers share: names that tell the owner, the folder, writing out, who removes what. */
@NullMarked
package dev.stillframe.snapshot;

import org.jspecify.annotations.NullMarked;
