// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stillframe.exchange.check;

import org.jspecify.annotations.NullMarked;
