// SPDX-License-Identifier: Apache-2.0
/** That the misbehaving writer misbehaves: a test double that behaves would prove nothing. */
package dev.stillframe.misbehaving;
