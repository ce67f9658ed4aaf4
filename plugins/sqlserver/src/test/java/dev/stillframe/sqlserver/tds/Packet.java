// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.tds;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message of one or several packets: eight bytes of header each, the last one marked ([MS-TDS] 2.2.3). */
final class Packet {
    static final int BATCH = 0x01;
    static final int RPC = 0x03;
    static final int ATTENTION = 0x06;
    static final int LOGIN = 0x10;
    static final int PRELOGIN = 0x12;
    private static final int REPLY = 0x04;
    private static final int END = 0x01;
    private static final int HEADER = 8;
    private static final int MOST = 4096;

    final int type;
    final byte[] body;

    private Packet(int type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    /** The next message; null when the client is gone. */
    static @Nullable Packet read(DataInputStream in) throws IOException {
        byte[] body = new byte[0];
        while (true) {
            byte[] header = new byte[HEADER];
            try {
                in.readFully(header);
            } catch (EOFException e) {
                return null;
            }
            int length = ((header[2] & 0xff) << 8 | (header[3] & 0xff)) - HEADER;
            byte[] more = new byte[length];
            in.readFully(more);
            body = ByteBuffer.allocate(body.length + length).put(body).put(more).array();
            if ((header[1] & END) != 0) {
                return new Packet(header[0], body);
            }
        }
    }

    /** Sends a reply. */
    static void reply(OutputStream out, byte[] body) throws IOException {
        int at = 0;
        int number = 1;
        do {
            int length = Math.min(MOST - HEADER, body.length - at);
            boolean last = at + length == body.length;
            byte[] packet = new byte[HEADER + length];
            packet[0] = REPLY;
            packet[1] = (byte) (last ? END : 0);
            packet[2] = (byte) (packet.length >> 8);
            packet[3] = (byte) packet.length;
            packet[6] = (byte) number++;
            System.arraycopy(body, at, packet, HEADER, length);
            out.write(packet);
            at += length;
        } while (at < body.length);
        out.flush();
    }
}
