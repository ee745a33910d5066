package io.calotype.local.stack;

import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Principal;
import io.calotype.contracts.topic.Right;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.ClusterMember;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.port.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Brokers with SASL_SSL, SCRAM-SHA-512 and access-control lists for their clients.
 *
 * <p>Between themselves, and for the test, they have a listener without: its callers may do everything.
 */
final class SecuredKafka implements AutoCloseable {

    private static final String HOST = "127.0.0.1:";
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final BrokerCertificate certificate;
    private final List<EmbeddedKafka> brokers = new ArrayList<>();
    private final List<String> listeners = new ArrayList<>();

    private SecuredKafka(Path folder) throws Exception {
        this.folder = folder;
        this.certificate = BrokerCertificate.create(folder);
    }

    static SecuredKafka start(Path folder, int brokers) throws Exception {
        var kafka = new SecuredKafka(folder);
        var starting = ClusterMember.of(brokers).stream().map(kafka::start).toList();
        starting.forEach(broker -> kafka.brokers.add(broker.join()));
        return kafka;
    }

    private CompletableFuture<EmbeddedKafka> start(ClusterMember member) {
        int port = Ports.claim(0);
        var clients = HOST + Ports.claim(0);
        listeners.add(clients);
        var advertised = "PLAINTEXT://" + HOST + port + ",CLIENTS://" + clients;
        var settings = new HashMap<>(certificate.brokerSettings());
        settings.put("listeners", advertised + ",CONTROLLER://" + HOST + member.controllerPort());
        settings.put("advertised.listeners", advertised);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:SASL_SSL");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", MECHANISM.mechanismName());
        settings.put("listener.name.clients.scram-sha-512.sasl.jaas.config", LOGIN + ";");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
        var data = folder.resolve("broker-" + member.id());
        return CompletableFuture.supplyAsync(
                () -> EmbeddedKafka.start(data, port, member, settings), task -> new Thread(task).start());
    }

    /** The listener whose callers may do everything. */
    String withoutLogin() {
        return String.join(
                ",", brokers.stream().map(EmbeddedKafka::bootstrapServers).toList());
    }

    /** Creates the topics of a deployment, each on all brokers. */
    void createTopics(List<String> packs) {
        brokers.get(0)
                .createTopics(Topics.all(packs).stream()
                        .map(topic -> topic.replicated(brokers.size()))
                        .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
                                .configs(topic.config()))
                        .toList());
    }

    /** Creates users without any right. */
    void createUsers(List<Principal> users) throws Exception {
        try (var admin = admin(withoutLogin())) {
            admin.alterUserScramCredentials(users.stream()
                            .map(user -> (UserScramCredentialAlteration) new UserScramCredentialUpsertion(
                                    user.name(), new ScramCredentialInfo(MECHANISM, 4096), password(user.name())))
                            .toList())
                    .all()
                    .get();
        }
        awaitEverywhere(
                users.size(),
                admin -> admin.describeUserScramCredentials().users().get());
    }

    /** Gives each user its rights. */
    void grant(List<Principal> users) throws Exception {
        var lists =
                users.stream().flatMap(SecuredKafka::accessControl).distinct().toList();
        try (var admin = admin(withoutLogin())) {
            admin.createAcls(lists).all().get();
        }
        awaitEverywhere(
                lists.size(),
                admin -> admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    private void awaitEverywhere(int count, Question question) {
        for (var broker : brokers) {
            await().atMost(LIMIT).until(() -> {
                try (var admin = admin(broker.bootstrapServers())) {
                    return question.ask(admin).size() == count;
                }
            });
        }
    }

    /** The settings of a client that logs in. */
    Map<String, String> client(String user) {
        return Map.of(
                "bootstrap.servers",
                String.join(",", listeners),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                MECHANISM.mechanismName(),
                "sasl.jaas.config",
                "%s username=\"%s\" password=\"%s\";".formatted(LOGIN, user, password(user)),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.authority().toString());
    }

    private static Stream<AclBinding> accessControl(Principal user) {
        return user.rights().stream().flatMap(right -> right.operations().stream()
                .map(operation -> new AclBinding(resource(right), entry(user, operation))));
    }

    private static ResourcePattern resource(Right right) {
        var isTopic = right.resource() == Right.Resource.TOPIC;
        var isPrefix = right.resource() == Right.Resource.GROUPS_WITH_PREFIX;
        return new ResourcePattern(
                isTopic ? ResourceType.TOPIC : ResourceType.GROUP,
                right.name(),
                isPrefix ? PatternType.PREFIXED : PatternType.LITERAL);
    }

    private static AccessControlEntry entry(Principal user, Right.Operation operation) {
        return new AccessControlEntry(
                "User:" + user.name(), "*", AclOperation.fromString(operation.name()), AclPermissionType.ALLOW);
    }

    private static String password(String user) {
        return "password of " + user;
    }

    private static Admin admin(String address) {
        return Admin.create(Map.of("bootstrap.servers", address));
    }

    @Override
    public void close() {
        brokers.stream()
                .map(broker -> CompletableFuture.runAsync(broker::close))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private interface Question {
        Collection<?> ask(Admin admin) throws Exception;
    }
}
