// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.exchange;

import org.jspecify.annotations.NullMarked;
