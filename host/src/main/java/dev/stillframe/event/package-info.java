// SPDX-License-Identifier: Apache-2.0
/** What happens, as values, for whoever shows or records it. */
@NullMarked
package dev.stillframe.event;

import org.jspecify.annotations.NullMarked;
