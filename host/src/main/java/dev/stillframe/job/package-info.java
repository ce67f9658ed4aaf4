// SPDX-License-Identifier: Apache-2.0
/** The use cases: what an operator asks for, from configuration to receipt. Alone sees the cycle and the store together. */
@NullMarked
package dev.stillframe.job;

import org.jspecify.annotations.NullMarked;
