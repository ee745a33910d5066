package io.calotype.examples.shop;

import io.calotype.contracts.event.PromptParameters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** The shop's products. */
@ApplicationScoped
class Products {

    private static final String SCHEMA = """
            create table if not exists product (
              id bigint generated always as identity (no cache) primary key, name varchar(200) not null, picture varchar(300));
            create table if not exists outbox (product_id bigint primary key, prompt varchar(5000) not null)""";

    private final DataSource database;

    Products(DataSource database) {
        this.database = database;
    }

    void createTables(@Observes StartupEvent starting) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    /** Adds a product, and in the same transaction the prompt for its picture: both are kept, or neither. */
    @Transactional
    Product add(String name, PromptParameters picture) throws SQLException {
        try (var connection = database.getConnection();
                var product = connection.prepareStatement(
                        "insert into product (name) values (?)", Statement.RETURN_GENERATED_KEYS);
                var outbox = connection.prepareStatement("insert into outbox (product_id, prompt) values (?, ?)")) {
            product.setString(1, name);
            product.executeUpdate();
            long id;
            try (var keys = product.getGeneratedKeys()) {
                keys.next();
                id = keys.getLong(1);
            }
            outbox.setLong(1, id);
            outbox.setString(2, picture.prompt());
            outbox.executeUpdate();
            return new Product(id, name, null);
        }
    }

    Optional<Product> find(long id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select id, name, picture from product where id = ?")) {
            query.setLong(1, id);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(product(rows)) : Optional.empty();
            }
        }
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(row.getLong("id"), row.getString("name"), row.getString("picture"));
    }

    /** Gives a product its picture; one that has a picture keeps it, so an event that comes twice changes nothing. */
    void show(long id, String picture) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update product set picture = ? where id = ? and picture is null")) {
            update.setString(1, picture);
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
