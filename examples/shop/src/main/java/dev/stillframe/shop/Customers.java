// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.shop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Customers who buy without a pause. Each purchase is one transaction: it moves money between two accounts, notes the
 * purchase with the name and the hash of a file, writes that file and its content to disk, and commits. So a purchase
 * that is committed has its file, and at most one file of each customer has no purchase yet.
 */
public final class Customers implements AutoCloseable {
    private final Shop shop;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong purchases = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean open = true;

    private Customers(Shop shop, long seed) {
        this.shop = shop;
        this.seed = seed;
    }

    /** Lets a number of customers in; they stay until {@link #close()}. */
    public static Customers enter(Shop shop, int count, long seed) {
        Customers customers = new Customers(shop, seed);
        for (int customer = 0; customer < count; customer++) {
            int number = customer;
            Thread thread = new Thread(() -> customers.buy(number), "customer " + number);
            customers.threads.add(thread);
            thread.start();
        }
        return customers;
    }

    /** How many purchases are committed. Throws what went wrong for one of the customers, who buys no more. */
    public long purchases() {
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a customer could not buy", first);
        }
        return purchases.get();
    }

    /** How many customers there are: that many purchases may be under way. */
    public int count() {
        return threads.size();
    }

    /** The longest that a purchase took, in milliseconds. */
    public long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    /** Lets the customers finish what they are at. Throws what went wrong for one of them. */
    @Override
    public void close() throws IOException {
        open = false;
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Exception first = failure.get();
        if (first != null) {
            throw new IOException("a customer could not buy", first);
        }
    }

    private void buy(int customer) {
        Random random = new Random(seed + customer);
        try (Connection connection = shop.database().getConnection()) {
            connection.setAutoCommit(false);
            for (long number = 0; open; number++) {
                long began = System.nanoTime();
                purchase(connection, customer, number, random);
                long took = System.nanoTime() - began;
                longestNanos.accumulateAndGet(took, Math::max);
                purchases.incrementAndGet();
            }
        } catch (SQLException | IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void purchase(Connection connection, int customer, long number, Random random)
            throws SQLException, IOException {
        byte[] content = new byte[512 + random.nextInt(8192)];
        random.nextBytes(content);
        String file = "customer-" + customer + "-" + number + ".upload";
        long amount = random.nextInt(100);
        int payer = 1 + random.nextInt(Shop.ACCOUNTS / 2);
        int shopkeeper = 1 + Shop.ACCOUNTS / 2 + random.nextInt(Shop.ACCOUNTS / 2); // always locked second: no deadlock
        move(connection, payer, -amount);
        move(connection, shopkeeper, amount);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO purchase VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, customer);
            insert.setLong(2, number);
            insert.setString(3, file);
            insert.setString(4, sha256(content));
            insert.executeUpdate();
        }
        write(shop.uploads().resolve(file), content);
        connection.commit();
    }

    private static void move(Connection connection, int account, long amount) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?")) {
            update.setLong(1, amount);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return count() + " customers, seed " + seed;
    }
}
