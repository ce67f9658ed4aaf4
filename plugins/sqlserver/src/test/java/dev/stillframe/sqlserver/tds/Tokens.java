// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.tds;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The token stream of a reply ([MS-TDS] 2.2.7). */
final class Tokens {
    private static final int DONE = 0xfd;
    private static final int DONE_CALL = 0xfe;
    private static final int DONE_IN_CALL = 0xff;
    private static final int FINAL = 0x00;
    private static final int MORE = 0x01;
    private static final int ERROR_BIT = 0x02;
    private static final int COUNT = 0x10;
    private static final int ATTENTION_BIT = 0x20;
    /** Not SELECT: the count is an update's. */
    private static final int UPDATE = 0xc3;

    private static final int NVARCHAR = 0xe7;
    private static final int INTN = 0x26;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final boolean call;

    Tokens() {
        this(false);
    }

    /** @param call whether a procedure was called: its statements end inside of it */
    Tokens(boolean call) {
        this.call = call;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** The end of a procedure's call, if one was made: its status, and that it is done. */
    byte[] finished() {
        if (call) {
            put(0x79).putInt(0);
            put(DONE_CALL).putShort(FINAL).putShort(0);
            out.writeBytes(new byte[8]);
        }
        return bytes();
    }

    /** What a login is answered with: database, language, collation, packet size, acknowledgement. */
    static byte[] login() {
        Tokens tokens = new Tokens();
        tokens.change(1, "master", "");
        tokens.change(2, "us_english", "");
        tokens.collation();
        tokens.acknowledged();
        tokens.change(4, "4096", "4096");
        tokens.done(FINAL, 0, 0);
        return tokens.bytes();
    }

    /** The answer to a prelogin: a version, and no encryption. */
    static byte[] prelogin() {
        ByteBuffer body = ByteBuffer.allocate(5 + 5 + 1 + 6 + 1);
        body.put((byte) 0).putShort((short) 11).putShort((short) 6); // VERSION
        body.put((byte) 1).putShort((short) 17).putShort((short) 1); // ENCRYPTION
        body.put((byte) 0xff);
        body.put(new byte[] {16, 0, 16, 0, 0, 0}).put((byte) 2); // 16.0.4096; not supported
        return body.array();
    }

    /** A statement that counts rows came to its end, and another result follows. */
    Tokens counted(long rows) {
        return done(COUNT | MORE, UPDATE, rows);
    }

    Tokens ended() {
        return done(FINAL, 0, 0);
    }

    Tokens failed() {
        return done(ERROR_BIT, 0, 0);
    }

    static byte[] attention() {
        return new Tokens().done(ATTENTION_BIT, 0, 0).bytes();
    }

    Tokens info(int number, String text) {
        return message(0xab, number, 10, text);
    }

    Tokens error(int number, String text) {
        return message(0xaa, number, 16, text);
    }

    /** A result: integers for whatever is a number or a flag, else text. */
    Tokens rows(List<String> columns, List<String> numbers, List<Map<String, Object>> rows) {
        put(0x81).putShort(columns.size());
        for (String column : columns) {
            putInt(0).putShort(1); // user type; nullable
            if (numbers.contains(column)) {
                put(INTN).put(8);
            } else {
                put(NVARCHAR).putShort(512);
                collationBytes();
            }
            text8(column);
        }
        for (Map<String, Object> row : rows) {
            put(0xd1);
            for (String column : columns) {
                value(row.get(column), numbers.contains(column));
            }
        }
        return done(COUNT, 0xc1, rows.size());
    }

    private void value(Object value, boolean number) {
        if (number) {
            if (value == null) {
                put(0);
                return;
            }
            long whole = value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).longValue();
            put(8);
            out.writeBytes(little(8).putLong(whole).array());
        } else if (value == null) {
            putShort(0xffff);
        } else {
            byte[] text = value.toString().getBytes(StandardCharsets.UTF_16LE);
            putShort(text.length);
            out.writeBytes(text);
        }
    }

    private Tokens done(int status, int command, long rows) {
        put(call ? DONE_IN_CALL : DONE).putShort(call ? status | MORE : status).putShort(command);
        out.writeBytes(little(8).putLong(rows).array());
        return this;
    }

    private Tokens message(int token, int number, int severity, String text) {
        Tokens body = new Tokens();
        body.putInt(number).put(1).put(severity);
        byte[] message = text.getBytes(StandardCharsets.UTF_16LE);
        body.putShort(text.length()).out.writeBytes(message);
        body.text8("SHOP");
        body.text8("");
        body.putInt(1);
        put(token).putShort(body.out.size()).out.writeBytes(body.bytes());
        return this;
    }

    private void change(int type, String now, String before) {
        Tokens body = new Tokens();
        body.put(type);
        body.text8(now);
        body.text8(before);
        put(0xe3).putShort(body.out.size()).out.writeBytes(body.bytes());
    }

    private void collation() {
        put(0xe3).putShort(8).put(7).put(5);
        collationBytes();
        put(0);
    }

    private void collationBytes() {
        out.writeBytes(new byte[] {0x09, 0x04, (byte) 0xd0, 0x00, 0x34}); // SQL_Latin1_General_CP1_CI_AS
    }

    private void acknowledged() {
        Tokens body = new Tokens();
        body.put(1);
        body.out.writeBytes(new byte[] {0x74, 0, 0, 4});
        body.text8("Microsoft SQL Server");
        body.out.writeBytes(new byte[] {16, 0, 16, 0});
        put(0xad).putShort(body.out.size()).out.writeBytes(body.bytes());
    }

    private void text8(String text) {
        put(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    private Tokens put(int value) {
        out.write(value);
        return this;
    }

    private Tokens putShort(int value) {
        out.writeBytes(little(2).putShort((short) value).array());
        return this;
    }

    private Tokens putInt(int value) {
        out.writeBytes(little(4).putInt(value).array());
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
