package io.calotype.local.describe;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RadialGradientPaint;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** An apple on a table as a camera might have it: shaded, with a highlight, a shadow and the grain of a sensor. */
public final class ApplePhoto {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 400;
    private static final int GRAIN = 5;

    private ApplePhoto() {}

    /** Returns the PNG. */
    public static byte[] png() throws IOException {
        var photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var draw = photo.createGraphics();
        draw.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        fill(
                draw,
                new Rectangle(WIDTH, HEIGHT),
                new GradientPaint(0, 0, new Color(0xFAF8F5), 0, HEIGHT, new Color(0xE6E0D8)));
        fill(draw, new Ellipse2D.Double(110, 325, 270, 42), glow(240, 345, 130, 0x60402818, 0x00402818));
        fill(draw, body(), glow(195, 165, 230, 0xFFFF5B4A, 0xFFB0121C));
        fill(draw, new Ellipse2D.Double(125, 115, 80, 95), glow(165, 160, 45, 0xC0FFFFFF, 0x00FFFFFF));
        fill(draw, body(), glow(240, 116, 40, 0xD0500810, 0x00500810));
        draw.setColor(new Color(0x6B4423));
        draw.setStroke(new BasicStroke(13, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        draw.draw(new QuadCurve2D.Double(240, 122, 236, 80, 254, 48));
        fill(draw, leaf(), new GradientPaint(250, 60, new Color(0x3E9E2E), 340, 40, new Color(0x7CC63E)));
        draw.dispose();
        addGrain(photo);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(photo, "png", bytes);
        return bytes.toByteArray();
    }

    private static Shape body() {
        var body = new Path2D.Double();
        body.moveTo(240, 112);
        body.curveTo(205, 78, 100, 80, 98, 190);
        body.curveTo(97, 280, 165, 352, 205, 346);
        body.curveTo(225, 342, 255, 342, 275, 346);
        body.curveTo(315, 352, 383, 280, 382, 190);
        body.curveTo(380, 80, 275, 78, 240, 112);
        return body;
    }

    private static Shape leaf() {
        var leaf = new Path2D.Double();
        leaf.moveTo(250, 84);
        leaf.curveTo(262, 34, 310, 22, 350, 32);
        leaf.curveTo(340, 76, 300, 104, 250, 84);
        return leaf;
    }

    private static Paint glow(int x, int y, int radius, int inside, int outside) {
        return new RadialGradientPaint(new Point2D.Double(x, y), radius, new float[] {0, 1}, new Color[] {
            new Color(inside, true), new Color(outside, true)
        });
    }

    private static void fill(Graphics2D draw, Shape shape, Paint paint) {
        draw.setPaint(paint);
        draw.fill(shape);
    }

    private static void addGrain(BufferedImage photo) {
        var random = new Random(1);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int rgb = photo.getRGB(i % WIDTH, i / WIDTH);
            int grain = (int) Math.round(random.nextGaussian() * GRAIN);
            photo.setRGB(
                    i % WIDTH, i / WIDTH, lit(rgb >> 16, grain) << 16 | lit(rgb >> 8, grain) << 8 | lit(rgb, grain));
        }
    }

    private static int lit(int channel, int grain) {
        return Math.max(0, Math.min(255, (channel & 0xFF) + grain));
    }
}
