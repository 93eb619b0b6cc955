//! Which part of the drawing is seen.

/// Zoom 1 shows everything; the offset moves the middle, in pixels of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    pub(crate) zoom: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, x: 0.0, y: 0.0 }
    }
}

/// A graph of two nodes is not blown up to fill the stage.
const LEAST_WIDTH: f64 = 620.0;
const LEAST_HEIGHT: f64 = 380.0;
/// Names are smaller than three pixels where more than this is on the stage, even on a large screen.
const LEGIBLE: (f64, f64) = (6_000.0, 4_000.0);
const ZOOM: std::ops::RangeInclusive<f64> = 0.25..=8.0;

impl Camera {
    /// The part of a drawing of this size that is seen.
    pub(crate) fn area(self, width: f64, height: f64) -> Area {
        let seen_width = width.max(LEAST_WIDTH) / self.zoom;
        let seen_height = height.max(LEAST_HEIGHT) / self.zoom;
        Area {
            x: width / 2.0 + self.x - seen_width / 2.0,
            y: height / 2.0 + self.y - seen_height / 2.0,
            width: seen_width,
            height: seen_height,
        }
    }

    /// Nearer or farther, with the given point of the drawing (seen from its middle) standing still.
    pub(crate) fn zoomed(self, factor: f64, still_x: f64, still_y: f64) -> Self {
        let zoom = (self.zoom * factor).clamp(*ZOOM.start(), *ZOOM.end());
        let keep = self.zoom / zoom;
        Self { zoom, x: still_x - (still_x - self.x) * keep, y: still_y - (still_y - self.y) * keep }
    }
}

/// A rectangle of the drawing: the `viewBox`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn view_box(&self) -> String {
        format!("{:.1} {:.1} {:.1} {:.1}", self.x, self.y, self.width, self.height)
    }

    /// Whether so much is seen that names and signs are too small to read.
    pub(crate) fn is_far(&self) -> bool {
        self.width > LEGIBLE.0 || self.height > LEGIBLE.1
    }

    /// How the browser places it on a stage (`preserveAspectRatio="xMidYMid meet"`).
    pub(crate) fn on_stage(&self, width: f64, height: f64) -> Projection {
        let scale = (width / self.width).min(height / self.height);
        Projection {
            scale,
            x: (width - self.width * scale) / 2.0 - self.x * scale,
            y: (height - self.height * scale) / 2.0 - self.y * scale,
        }
    }
}

/// Pixels of the drawing to pixels of the stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Projection {
    pub(crate) scale: f64,
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Projection {
    pub(crate) fn to_stage(self, x: f64, y: f64) -> (f64, f64) {
        (x * self.scale + self.x, y * self.scale + self.y)
    }

    pub(crate) fn to_drawing(self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.x) / self.scale, (y - self.y) / self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_is_centred_and_there_and_back_is_the_same() {
        let area = Camera::default().area(800.0, 400.0);
        assert_eq!(area, Area { x: 0.0, y: 0.0, width: 800.0, height: 400.0 });
        let projection = area.on_stage(1600.0, 1000.0);
        assert_eq!(projection.to_stage(400.0, 200.0), (800.0, 500.0));
        assert_eq!(projection.to_drawing(800.0, 500.0), (400.0, 200.0));
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let before = Camera::default();
        let after = before.zoomed(2.0, 100.0, -50.0);
        let place = |camera: Camera| {
            let area = camera.area(800.0, 400.0);
            area.on_stage(800.0, 400.0).to_stage(400.0 + 100.0, 200.0 - 50.0)
        };
        assert_eq!(place(before), place(after));
        assert_eq!(before.zoomed(1000.0, 0.0, 0.0).zoom, 8.0);
    }

    #[test]
    fn names_are_left_out_of_a_large_drawing_until_one_comes_nearer() {
        let camera = Camera::default();
        assert!(!camera.area(2_000.0, 1_500.0).is_far());
        assert!(camera.area(11_000.0, 1_500.0).is_far());
        assert!(!camera.zoomed(4.0, 0.0, 0.0).area(11_000.0, 1_500.0).is_far());
    }
}
