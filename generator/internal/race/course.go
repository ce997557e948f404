package race

// CourseSamples is how many places a drawn course has, at equal distances from the start
// to the finish.
const CourseSamples = 401

// Course is where a race goes, as it is drawn.
type Course struct {
	At      []CourseAt // CourseSamples of them
	Heights bool       // whether heights are known
}

// CourseAt is one place of a course.
type CourseAt struct {
	East, North int32 // metres from the south-west corner
	Height      int32 // decimetres above the sea
}

// Index is the sample nearest to a distance from the start of a race of this length.
func (c *Course) Index(at, length Distance) int {
	if length <= 0 {
		return 0
	}
	return int(min(max((int64(at)*int64(len(c.At)-1)*2+int64(length))/(2*int64(length)), 0), int64(len(c.At)-1)))
}

// Climbed is how far a stretch goes up and down, in metres.
func (c *Course) Climbed(from, to, length Distance) (up, down int) {
	for i := c.Index(from, length) + 1; i <= c.Index(to, length); i++ {
		if rise := int(c.At[i].Height - c.At[i-1].Height); rise > 0 {
			up += rise
		} else {
			down -= rise
		}
	}
	return (up + 5) / 10, (down + 5) / 10
}
