// SPDX-License-Identifier: Apache-2.0
/** The distribution as it is shipped. */
package dev.stillframe.dist;
