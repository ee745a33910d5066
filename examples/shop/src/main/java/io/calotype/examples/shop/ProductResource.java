package io.calotype.examples.shop;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.problem.Refusal;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;

/** Products over HTTP. */
@Path("/products")
@Produces(MediaType.APPLICATION_JSON)
public class ProductResource {

    /**
     * A product that is to be added.
     *
     * @param prompt what its picture shows
     */
    public record NewProduct(String name, String prompt) {}

    private final Products products;

    ProductResource(Products products) {
        this.products = products;
    }

    /** Adds a product; its picture comes later. A prompt that Calotype would refuse is refused here. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Product add(NewProduct product) throws SQLException {
        try {
            return products.add(product.name(), PromptParameters.of(product.prompt()));
        } catch (Refusal refusal) {
            throw new BadRequestException(refusal.getMessage());
        }
    }

    /** Shows a product. */
    @GET
    @Path("/{id}")
    public Product show(long id) throws SQLException {
        return products.find(id).orElseThrow(NotFoundException::new);
    }
}
