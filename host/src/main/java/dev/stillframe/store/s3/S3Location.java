// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.s3;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a repository is, as restic writes it: {@code s3:https://host/bucket/path}, {@code s3:http://host:port/bucket}, or
 * without a scheme, which means https. Source: restic's manual, "Amazon S3" and "Minio Server".
 *
 * @param endpoint scheme, host and port
 * @param prefix what the objects' names begin with: empty, or a path that ends with a slash
 */
public record S3Location(URI endpoint, String bucket, String prefix) {
    private static final String SCHEME = "s3:";

    /** Whether a location is one of object storage. */
    public static boolean is(String location) {
        return location.startsWith(SCHEME);
    }

    /** @throws IllegalArgumentException if it is not one; the message says why */
    public static S3Location parse(String location) {
        if (!is(location)) {
            throw new IllegalArgumentException("does not begin with s3:");
        }
        String rest = location.substring(SCHEME.length());
        String url = rest.startsWith("http://") || rest.startsWith("https://")
                ? rest
                : "https://" + (rest.startsWith("//") ? rest.substring(2) : rest);
        URI uri = uri(url);
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw new IllegalArgumentException("is not s3:https://HOST/BUCKET/PATH");
        }
        String path = uri.getPath().replaceAll("^/+|/+$", "");
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("names no bucket");
        }
        String prefix = slash < 0 ? "" : path.substring(slash + 1).replaceAll("^/+", "") + "/";
        return new S3Location(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()), bucket, prefix);
    }

    /** Whether it is Amazon's own service, which has an endpoint for each region. */
    boolean isAmazon() {
        String host = endpoint.getHost();
        return host.equals("s3.amazonaws.com");
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not s3:https://HOST/BUCKET/PATH", e);
        }
    }

    /** As it is written. */
    @Override
    public String toString() {
        String path = prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1);
        return SCHEME + endpoint + "/" + bucket + path;
    }
}
