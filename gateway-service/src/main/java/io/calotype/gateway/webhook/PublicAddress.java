package io.calotype.gateway.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Tells addresses of the open internet from those of a machine, a site or a protocol.
 *
 * <p>From the special-purpose registries of IANA (RFC 6890 and what came after it). What translates to an IPv4 address, such
 * as 6to4 and NAT64, counts as not public, since it may lead anywhere.
 */
final class PublicAddress {

    private static final List<Block> IPV4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4));

    /** Global unicast alone is public, and of it not what is set aside for protocols, documentation and 6to4. */
    private static final Block GLOBAL_UNICAST = Block.of("2000::", 3);

    private static final List<Block> IPV6 =
            List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("2002::", 16), Block.of("3fff::", 20));

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? IPV4.stream().noneMatch(block -> block.holds(bytes))
                : GLOBAL_UNICAST.holds(bytes) && IPV6.stream().noneMatch(block -> block.holds(bytes));
    }

    /** The addresses with the same prefix. */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    private record Block(byte[] start, int bits) {

        private static Block of(String start, int bits) {
            return new Block(Literal.parse(start), bits);
        }

        private boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Reads numeric addresses, without a name look-up. */
    private static final class Literal {
        private static byte[] parse(String digits) {
            try {
                return InetAddress.getByName(digits).getAddress();
            } catch (java.net.UnknownHostException e) {
                throw new IllegalArgumentException(digits, e);
            }
        }
    }
}
