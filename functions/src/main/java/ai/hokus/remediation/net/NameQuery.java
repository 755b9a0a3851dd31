package ai.hokus.remediation.net;

import ai.hokus.remediation.model.Ipv4;
import ai.hokus.remediation.model.Question;
import ai.hokus.remediation.model.Resolution;
import ai.hokus.remediation.model.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks a resolver for a name, past every cache of ours and without a search list: one query for
 * each record type, and for an SRV record one more for its target.
 */
public final class NameQuery {
  private static final Pattern SERVER = Pattern.compile("([0-9.]{7,15}):([0-9]{1,5})");
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 2;

  private final Supplier<List<InetSocketAddress>> servers;
  private final Duration timeout;

  /**
   * For tests, which need not wait as long.
   *
   * @param timeout for one query
   */
  NameQuery(Supplier<List<InetSocketAddress>> servers, Duration timeout) {
    this.servers = servers;
    this.timeout = timeout;
  }

  /**
   * Asks the resolver of this machine. Which one that is, is read anew each time: after a restore
   * from a snapshot it may be another.
   */
  public static NameQuery ofSystem() {
    return new NameQuery(
        () -> {
          ResolverConfig.refresh();
          return ResolverConfig.getCurrentConfig().servers();
        },
        TIMEOUT);
  }

  /**
   * Asks one resolver.
   *
   * @param server {@code address:port}, such as {@code 127.0.0.1:5353}
   * @throws IllegalArgumentException quoting {@code server}, if it is not that
   */
  public static NameQuery of(String server) {
    var form = SERVER.matcher(server);
    if (!form.matches() || Integer.parseInt(form.group(2)) > 65_535) {
      throw new IllegalArgumentException(
          "not the address:port of a resolver: \"" + Text.brief(server) + "\"");
    }
    var only =
        new InetSocketAddress(
            inetAddress(new Ipv4(form.group(1))), Integer.parseInt(form.group(2)));
    return new NameQuery(() -> List.of(only), TIMEOUT);
  }

  /**
   * What the resolver says now. Where one part of the answer is unknown, all of it is: half of the
   * addresses would be taken for all of them.
   */
  public Resolution ask(Question.Name asked) {
    try {
      var name = Name.fromString(asked.host(), Name.root);
      return together(answers(name, asked.recordTypes()));
    } catch (TextParseException e) {
      return new Resolution.Unknown("not a DNS name: \"" + Text.brief(asked.host()) + "\"");
    } catch (IOException e) {
      return new Resolution.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private List<Resolution> answers(Name name, Set<String> recordTypes) throws IOException {
    var answers = new ArrayList<Resolution>();
    // Whoever asks for an address is also told where an alias leads.
    if (recordTypes.contains("A") || recordTypes.contains("CNAME")) {
      answers.add(addresses(name));
    }
    if (recordTypes.contains("SRV")) {
      answers.addAll(addressesOfServers(name));
    }
    return answers;
  }

  private Resolution addresses(Name name) throws IOException {
    var answer = send(name, Type.A);
    var addresses = new ArrayList<Ipv4>();
    var names = new HashSet<>(Set.of(name));
    // An alias stands before what it leads to (RFC 1034, 4.3.2).
    for (var each : answer.getSection(Section.ANSWER)) {
      if (each instanceof CNAMERecord alias && names.contains(alias.getName())) {
        names.add(alias.getTarget());
      } else if (each instanceof ARecord a && names.contains(a.getName())) {
        addresses.add(new Ipv4(a.getAddress().getHostAddress()));
      }
    }
    return addresses.isEmpty() ? noRecord(answer) : new Resolution.Addresses(addresses);
  }

  private List<Resolution> addressesOfServers(Name name) throws IOException {
    var answer = send(name, Type.SRV);
    var resolutions = new ArrayList<Resolution>();
    for (var each : answer.getSection(Section.ANSWER)) {
      if (each instanceof SRVRecord server) {
        resolutions.add(addresses(server.getTarget()));
      }
    }
    return resolutions.isEmpty() ? List.of(noRecord(answer)) : resolutions;
  }

  /** An answer without a record. Only with an SOA does it prove that there is none. */
  private static Resolution noRecord(Message answer) throws IOException {
    for (var each : answer.getSection(Section.AUTHORITY)) {
      if (each instanceof SOARecord soa) {
        return new Resolution.NoRecord(
            soa.getName().toString(true),
            Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())));
      }
    }
    throw new IOException(Rcode.string(answer.getRcode()) + " without a record and without an SOA");
  }

  private static Resolution together(List<Resolution> answers) {
    var addresses = new ArrayList<Ipv4>();
    for (var answer : answers) {
      if (answer instanceof Resolution.Addresses(var more)) {
        addresses.addAll(more);
      }
    }
    if (!addresses.isEmpty()) {
      return new Resolution.Addresses(addresses);
    }
    return answers.stream()
        .findFirst()
        .orElseGet(() -> new Resolution.NotAsked("it keeps no A, CNAME or SRV record in DNS"));
  }

  private Message send(Name name, int type) throws IOException {
    var answer = exchange(Record.newRecord(name, type, DClass.IN));
    int rcode = answer.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      throw new IOException("the resolver answered " + Rcode.string(rcode));
    }
    return answer;
  }

  /** A datagram may be lost, so that one more is sent; to the next server, where there are more. */
  private Message exchange(Record question) throws IOException {
    var candidates = servers.get();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var resolver = new SimpleResolver(candidates.get(attempt % candidates.size()));
      resolver.setTimeout(timeout);
      try {
        return resolver.send(Message.newQuery(question));
      } catch (IOException askAgain) {
        // dnsjava's message holds the query's random id, which must not reach a report.
      }
    }
    throw new IOException("no answer from the resolver, asked twice");
  }

  private static InetAddress inetAddress(Ipv4 address) {
    try {
      return InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
