// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/**
 * What a repository's file {@code config} says.
 *
 * @param version of the format: 1 (no compression; read only here) or 2
 * @param id 64 hexadecimal digits, random: identifies the repository wherever it lies
 * @param chunkerPolynomial for restic's Rabin chunker: irreducible over GF(2), of degree 53, bit n is the coefficient of
 *     x^n
 */
public record ConfigDocument(int version, String id, long chunkerPolynomial) {}
