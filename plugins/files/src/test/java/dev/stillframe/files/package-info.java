// SPDX-License-Identifier: Apache-2.0
/** The files writer with real processes and real folders. */
package dev.stillframe.files;
