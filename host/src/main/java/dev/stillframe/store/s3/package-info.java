// SPDX-License-Identifier: Apache-2.0
/**
 * A repository in S3-compatible object storage. Loaded only where a configuration names one: the AWS SDK is large. Source
 * of the calls and their errors: Amazon S3's API reference, "Error responses".
 */
@NullMarked
package dev.stillframe.store.s3;

import org.jspecify.annotations.NullMarked;
